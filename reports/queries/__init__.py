"""What each page of this app reads; the module has the page's name."""
