"""The subsidy claim (特別交付税措置) of a fiscal year: summed, checked, written, locked."""
