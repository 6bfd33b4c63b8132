"""The files beside the weights: `inference.yml` as PaddleOCR 3.7 wants it, and the vocabulary."""

from pathlib import Path
from typing import Any

import yaml

# Settings of PP-OCRv6 small as its makers publish them with the weights (`inference.yml`).
_DETECTION: dict[str, Any] = {
    "PreProcess": {
        "transform_ops": [
            {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
            {"DetResizeForTest": {"resize_long": 960}},
            {
                "NormalizeImage": {
                    "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225],
                    "scale": "1./255.",
                    "order": "hwc",
                }
            },
            {"ToCHWImage": None},
        ]
    },
    "PostProcess": {
        "name": "DBPostProcess",
        "thresh": 0.3,
        "box_thresh": 0.6,
        "max_candidates": 1000,
        "unclip_ratio": 1.5,
    },
}


def describe(name: str, onnx: Path) -> dict[str, str]:
    """File name → text of what belongs beside `onnx` in the folder of the model `name`."""
    config: dict[str, Any] = {"Global": {"model_name": name}}
    if name.endswith("_det"):
        return {"inference.yml": _yaml(config | _DETECTION)}
    characters = _characters(onnx)
    config |= {
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": [3, 48, 320]}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters},
    }
    return {"inference.yml": _yaml(config), "characters.txt": "\n".join(characters) + "\n"}


def _characters(onnx: Path) -> list[str]:
    """The vocabulary that the recognition model carries, one character an entry, no blank."""
    from ocr.engines.runtime import onnxruntime

    session = onnxruntime().InferenceSession(str(onnx), providers=["CPUExecutionProvider"])
    text: str = session.get_modelmeta().custom_metadata_map["character"]
    return text.split("\n")


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
