"""Reports on the same test images side by side: one page that holds everything itself."""
