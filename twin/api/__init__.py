"""The REST interface of the site: resources of the register, scenes, and the description of both."""
