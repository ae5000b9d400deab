"""Parts of the picture library, shared by the room 素材 and the strip under the week board."""
