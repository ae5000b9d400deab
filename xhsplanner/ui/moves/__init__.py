"""Planning moves: dialogs that show what a move would do, and the lines of the note menus that open them."""
