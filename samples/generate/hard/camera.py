"""Photographed with a phone: on a desk, from an angle, in the light that happens to be there."""

import math
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_FRAME = (1920, 2560)  # pixels of the photo, portrait
_DESKS = ((92, 70, 52), (70, 72, 76), (150, 128, 100), (40, 42, 46), (196, 190, 180))


def photo(image: Image.Image, rng: Random) -> Image.Image:
    """A phone photo of the page: perspective, uneven light, a shadow, grain; RGB."""
    pixels = _laid(image, rng)
    pixels *= _light(rng)[..., None]
    pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.6, 1.0)), np.float32)
    chance = np.random.default_rng(rng.randrange(2**32))
    grain = chance.normal(0, rng.uniform(2, 4), pixels.shape[:2]).astype(np.float32)
    pixels += cv2.GaussianBlur(grain, (0, 0), 0.7)[..., None] * 1.4
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def shaken(image: Image.Image, rng: Random) -> Image.Image:
    """A photo by a hand that moved a little."""
    taken = np.asarray(photo(image, rng))
    length, angle = rng.randint(3, 5), rng.uniform(0, math.pi)
    kernel = np.zeros((7, 7), dtype=np.float32)
    end = (math.cos(angle) * length / 2, math.sin(angle) * length / 2)
    first = (round(3 - end[0]), round(3 - end[1]))
    cv2.line(kernel, first, (round(3 + end[0]), round(3 + end[1])), (1.0,), 1)
    return Image.fromarray(cv2.filter2D(taken, -1, kernel / kernel.sum()).astype(np.uint8))


def _laid(image: Image.Image, rng: Random) -> NDArray[np.float32]:
    """The page on the desk, seen from an angle."""
    width, height = _FRAME
    desk = _desk(rng)
    source = np.array(
        [[0, 0], [image.width, 0], [image.width, image.height], [0, image.height]], np.float32
    )
    seen = _corners(image.height / image.width, rng)
    matrix = cv2.getPerspectiveTransform(source, seen)
    page = cv2.warpPerspective(
        np.asarray(image.convert("RGB")), matrix, _FRAME, flags=cv2.INTER_AREA
    )
    inside = np.zeros((height, width), dtype=np.float32)
    cv2.fillConvexPoly(inside, np.round(seen).astype(np.int32), (1.0,), cv2.LINE_AA)
    shade = cv2.GaussianBlur(np.roll(inside, (9, 7), (0, 1)), (0, 0), 9)
    desk *= 1 - 0.45 * shade[..., None]
    white = np.array([255, rng.uniform(246, 254), rng.uniform(224, 250)], np.float32) / 255
    return (page * white * inside[..., None] + desk * (1 - inside[..., None])).astype(np.float32)


def _corners(shape: float, rng: Random) -> NDArray[np.float32]:
    """Where the page's corners are seen, clockwise from the upper left, in pixels."""
    width, height = _FRAME
    far = rng.uniform(0.90, 0.98)  # the far edge looks shorter
    page_width = width * rng.uniform(0.84, 0.9)
    page_height = min(page_width * shape * rng.uniform(0.93, 1.0), height * 0.95)
    half = np.array([page_width / 2, page_height / 2])
    corners = np.array([[-far, -1], [far, -1], [1, 1], [-1, 1]]) * half
    turn = math.radians(rng.uniform(-3.5, 3.5))
    turned = corners @ np.array(
        [[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]
    )
    jitter = [[rng.uniform(-0.012, 0.012) * width for _ in range(2)] for _ in range(4)]
    placed = turned + np.array([width / 2, height / 2]) + np.array(jitter)
    return np.asarray(np.clip(placed, 4, [width - 4, height - 4]), np.float32)


def _desk(rng: Random) -> NDArray[np.float32]:
    width, height = _FRAME
    chance = np.random.default_rng(rng.randrange(2**32))
    grain = chance.normal(0, 7, (height // 4, 12)).astype(np.float32)
    wood = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.array(rng.choice(_DESKS), np.float32) + wood[..., None], np.float32)


def _light(rng: Random) -> NDArray[np.float32]:
    """Brightness by place: a slope, dark corners, and the soft shadow of a hand or a phone."""
    width, height = _FRAME
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    angle = rng.uniform(0, 2 * math.pi)
    light = 0.9 + rng.uniform(0.1, 0.28) * (x * math.cos(angle) + y * math.sin(angle))
    light -= rng.uniform(0.1, 0.3) * (x * x + y * y)
    shadow = np.zeros((height, width), dtype=np.float32)
    side = rng.choice((-1, 1))
    tip = (rng.uniform(0.25, 0.6), rng.uniform(0.3, 0.8))
    edge = 0.5 - side * 0.6
    outline = [(edge, 1.2), (edge, tip[1]), (tip[0], tip[1] - 0.15), (tip[0] + 0.15 * side, 1.2)]
    points = np.array([(px * width, py * height) for px, py in outline], np.int32)
    cv2.fillPoly(shadow, [points], (1.0,))
    soft = cv2.GaussianBlur(shadow, (0, 0), rng.uniform(25, 60))
    return np.asarray(light * (1 - rng.uniform(0.15, 0.38) * soft), np.float32)
