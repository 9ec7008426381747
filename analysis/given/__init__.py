"""What others have made, studied: predictions in a file or in memory, with or without images and a network."""
