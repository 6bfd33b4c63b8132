"""Where things are on a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as fractions of the page: `x`, `y` of the top left corner, width and height."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def from_mm(cls, mm: tuple[float, float, float, float], width: float, height: float) -> "Box":
        """`mm` is (x, y, w, h) in millimetres on a page of `width` × `height` millimetres."""
        x, y, w, h = mm
        return cls(x / width, y / height, w / width, h / height)

    def to_px(self, width: int, height: int) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) in pixels on an image of `width` × `height` pixels."""
        return (
            round(self.x * width),
            round(self.y * height),
            round((self.x + self.w) * width),
            round((self.y + self.h) * height),
        )

    def as_list(self) -> list[float]:
        """[x, y, w, h], rounded to a hundred-thousandth of the page (0.003 mm on A4)."""
        return [round(v, 5) for v in (self.x, self.y, self.w, self.h)]

    def cells(self, count: int) -> list["Box"]:
        """The box cut into `count` equal cells, left to right (a comb)."""
        step = self.w / count
        return [Box(self.x + step * i, self.y, step, self.h) for i in range(count)]

    def grown(self, dx: float, dy: float) -> "Box":
        """The box widened by `dx` and `dy` (fractions of the page) on every side, kept on it."""
        left, top = max(0.0, self.x - dx), max(0.0, self.y - dy)
        right, bottom = min(1.0, self.x + self.w + dx), min(1.0, self.y + self.h + dy)
        return Box(left, top, right - left, bottom - top)
