"""Images that nobody has labelled: read, brought into the form of the training images, and answered by a network."""
