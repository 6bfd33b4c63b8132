"""A sheet of many hands, to look at: `python -m samples.handwriting OUT.png [TEXT ...]`."""

import sys
from pathlib import Path

import cv2
import numpy as np

from samples.handwriting.hand import StrokeHand

_TEXTS = ("山田 太郎 ヤマダ タロウ", "東京都千代田区霞が関1-2-3", "令和6年4月15日 090-1234-5678",
          "つれづれなるままに、日くらし、")  # fmt: skip
_SIZE, _ROWS, _WIDE = 48, 16, 1500


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write("python -m samples.handwriting OUT.png [TEXT ...]\n")
        return 2
    texts = arguments[1:] or _TEXTS
    rows = []
    for seed in range(_ROWS):
        hand = StrokeHand(seed)
        row = np.full((round(_SIZE * 1.5), _WIDE), 255, np.uint8)
        at = 8
        for text in texts:
            line = hand.line(text, _SIZE * 0.75).picture[: row.shape[0]]
            cut = line[:, : max(0, _WIDE - at)]
            top = (row.shape[0] - cut.shape[0]) // 2
            row[top : top + cut.shape[0], at : at + cut.shape[1]] = cut
            at += line.shape[1] + 24
        rows.append(row)
    return 0 if cv2.imwrite(str(Path(arguments[0])), np.concatenate(rows)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
