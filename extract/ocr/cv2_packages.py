"""Whether two OpenCV packages share the folder `cv2` with different versions: one then breaks the other."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

_PACKAGES = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)


def opencv_conflict() -> str | None:
    """What is wrong with the installed OpenCV packages and what to do, `None` where nothing is (for `vanban doctor`)."""
    installed = {name: found for name in _PACKAGES if (found := _version(name))}
    if len(set(installed.values())) <= 1:
        return None
    named = ", ".join(f"{name} {number}" for name, number in installed.items())
    return (
        f"Two OpenCV packages of different versions share one folder ({named}). "
        "Uninstall all of them and install opencv-python again."
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
