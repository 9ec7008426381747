"""Reading of images and labels: one file per source or format, checked once, on creation of an ImageSet."""
