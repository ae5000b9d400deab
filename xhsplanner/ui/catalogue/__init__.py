"""Parts of the room 资料: the nouns, their lists, their forms."""
