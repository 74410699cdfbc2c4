"""The register over REST: one view set a resource. Addresses are given to them in `twin.api`."""
