from foundation.catalog import ObjectType

TYPES: tuple[ObjectType, ...] = ()
