"""What others bring, read and joined: predictions in a file or in memory, arrays of images, networks, histories."""
