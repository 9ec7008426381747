"""Small pictures of images, and the colours of everything."""
