"""Networks as graphs: what feeds what, what must be closed, who loses service. Plain Python, no Django.

`parts` says what goes in, `building` makes a `Graph` of it, `traces` asks it. A node is one element in one medium, so
that nothing jumps from water to air inside an air handling unit.
"""
