"""What docker-compose.yml uses: the secrets' files and the step that makes the database's roles."""
