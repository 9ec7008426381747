"""Networks of somebody else's: opened with care, their way in and out found on training images and stated."""
