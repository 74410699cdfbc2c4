"""REST resources of maintenance; registered in `twin.api.urls`."""
