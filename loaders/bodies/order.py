"""Bodies → the order in which offices list them: by division code, the government and its departments, townships last."""

import polars as pl

KIND_ORDER = (
    "ministry", "people_government", "government_office",
    "development_reform", "education", "science_technology", "industry_information", "ethnic_religious",
    "public_security", "civil_affairs", "justice", "finance", "human_resources", "natural_resources",
    "ecology_environment", "housing_construction", "urban_management", "transport", "water", "agriculture_rural",
    "commerce", "culture_tourism", "health", "veterans", "emergency", "audit", "foreign_affairs", "state_assets",
    "market_regulation", "radio_television", "sports", "statistics", "medical_security", "petition", "local_finance",
    "data_administration", "government_services", "forestry", "ocean_fishery", "rural_revitalisation",
    "civil_defence", "grain", "energy", "intellectual_property", "medical_products", "archives", "agency_affairs",
    "research_office", "housing_fund", "supply_marketing", "other",
    "tax", "customs", "meteorology", "postal", "survey", "maritime", "tobacco", "fire_rescue", "earthquake",
    "financial_regulation", "securities", "central_bank", "foreign_exchange", "telecommunications",
    "energy_regulation", "railway", "civil_aviation", "mine_safety", "immigration", "central_office",
    "development_zone", "township", "subdistrict",
)  # fmt: skip
"""The kinds as the State Council and local governments list their departments; then the bodies under vertical management,
zones, and what lies below a district.
"""
_RANKS = {kind: rank for rank, kind in enumerate(KIND_ORDER)}


def kind_rank(kind: str | None) -> int:
    """The place of a kind in the list; an unknown one stands last."""
    return _RANKS.get(kind or "", len(_RANKS))


def office_rank(by: str) -> pl.Expr:
    """What sorts sums by `division`, `kind` or `body_id` as offices list them, as far as the id tells."""
    return _rank() if by == "kind" else pl.col(by).cast(pl.String)


def office_order() -> tuple[pl.Expr, ...]:
    """What sorts rows of bodies, from the columns division, kind, agency and body_id; unknown divisions and kinds last.

    Sort with `nulls_last=True`.
    """
    return pl.col("division").cast(pl.String), _rank(), pl.col("agency"), pl.col("body_id")


def _rank() -> pl.Expr:
    return pl.col("kind").cast(pl.String).replace_strict(_RANKS, default=len(_RANKS), return_dtype=pl.UInt8)
