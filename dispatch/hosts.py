"""The only place that says which units have which hosts on a day, from relations whose past is kept (规则 3, 6)."""


def hosts_of(unit, on):
    """The host units (驻在单位) of a dispatched unit on a day, by name."""
    return [
        relation.host for relation in unit.host_relations.in_force(on).select_related("host").order_by("host__name")
    ]


def units_of(host, on):
    """The dispatched units of an organisation on a day, by name; the caller filters by whom he asks for."""
    relations = host.host_relations.in_force(on).select_related("unit__organisation", "unit__commission")
    return [relation.unit for relation in relations.order_by("unit__organisation__name")]
