"""What collides, shown: watched for the boards, as a list, in the note panel."""
