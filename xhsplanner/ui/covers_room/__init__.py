"""Parts of the room 封面: the list of notes, the gallery, the stage with the large cover, the form."""
