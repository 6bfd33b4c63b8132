"""The whole way on one machine: samples in the inbox → verified rows in the practice system."""
