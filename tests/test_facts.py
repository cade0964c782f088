"""DESIGN.md section 7 and the source documents: what the data of 2016 must show."""

from datetime import date

import networkx as nx
import pytest
from networkx.algorithms import bipartite

from lappendeken import contiguity, measures


def one_verband(real, indeling, name):
    """The only verband of an indeling whose name begins so."""
    names = real.indeling(indeling).namen
    found = names.index[names.str.startswith(name)]
    assert len(found) == 1, names[found].to_dict()
    return found[0]


def named(real, *names):
    """Codes of gemeenten by name."""
    return {real.find_gemeente(name) for name in names}


def region_of(real, indeling, name):
    """Name of the one verband of a gemeente."""
    one = real.indeling(indeling)
    (verband,) = one.verbanden_of(real.find_gemeente(name))
    return one.namen[verband]


def members(real, indeling, name):
    """Codes of the members of a verband by its name."""
    return set(real.indeling(indeling).members(one_verband(real, indeling, name)))


def test_there_are_390_gemeenten_on_1_january_2016(real):
    assert len(real.gemeenten) == 390
    assert real.peildatum == date(2016, 1, 1)
    assert real.gemeenten["provincie"].nunique() == 12
    assert real.gemeenten["inwoners"].sum() == pytest.approx(16_979_000, rel=0.01)
    assert not real.gemeenten["inwoners"].isna().any()


@pytest.mark.parametrize(
    ("indeling", "regions"), [("jeugdregio", 42), ("mo-bw-regio", 43), ("arbeidsmarktregio", 35)]
)
def test_the_main_indelingen_are_partitions_of_the_whole_country(real, indeling, regions):
    one = real.indeling(indeling)
    assert (len(one.verbanden), one.is_partition, one.coverage) == (regions, True, 1)


def test_the_main_indelingen_are_the_defaults_of_their_domains(real):
    ids = [one.id for one in real.main_indelingen]
    assert ids == ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"]


def test_all_34_indelingen_of_the_regioatlas_and_the_regelingen_are_there(real):
    assert len(real.indelingen) == 35
    regelingen = real.indeling("gemeenschappelijke-regeling")
    assert not regelingen.is_partition
    assert len(regelingen.verbanden) <= 464


@pytest.mark.parametrize(
    ("a", "b", "score"),
    [
        ("jeugdregio", "mo-bw-regio", 0.751),
        ("jeugdregio", "arbeidsmarktregio", 0.774),
        ("mo-bw-regio", "arbeidsmarktregio", 0.734),
    ],
)
def test_congruence_of_the_main_indelingen(real, a, b, score):
    index = measures.adjusted_rand_index(real.indeling(a), real.indeling(b))
    assert round(index, 3) == score


def test_three_regions_are_the_same_in_all_three(real):
    table = measures.shared_regions(real.main_indelingen)
    names = real.indeling("jeugdregio").namen[table["jeugdregio"]]
    assert sorted(names) == ["Achterhoek", "Friesland", "Zeeland"]
    fryslan = set(real.gemeenten.index[real.gemeenten["provincie"] == "Fryslân"])
    zeeland = set(real.gemeenten.index[real.gemeenten["provincie"] == "Zeeland"])
    assert fryslan in [set(codes) for codes in table["gemeenten"]]
    assert zeeland in [set(codes) for codes in table["gemeenten"]]


def test_five_gemeenten_around_meppel_share_work_but_not_youth_care(real):
    drenthe = region_of(real, "jeugdregio", "Meppel")
    ijsselland = region_of(real, "jeugdregio", "Steenwijkerland")
    assert (drenthe, ijsselland) == ("Drenthe", "IJsselland")
    assert region_of(real, "jeugdregio", "Westerveld") == drenthe
    for name in ("Staphorst", "Zwartewaterland"):
        assert region_of(real, "jeugdregio", name) == ijsselland
    five = ("Meppel", "Westerveld", "Steenwijkerland", "Staphorst", "Zwartewaterland")
    assert len({region_of(real, "arbeidsmarktregio", name) for name in five}) == 1


@pytest.mark.parametrize(
    ("indeling", "region", "size"),
    [
        ("jeugdregio", "Rijnmond", 15),
        ("jeugdregio", "Midden Brabant", 9),
        ("jeugdregio", "Midden-Limburg Oost", 4),
        ("jeugdregio", "Midden-Limburg West", 3),
        ("mo-bw-regio", "Utrecht", 16),
    ],
)
def test_sizes_of_regions_in_the_documents(real, indeling, region, size):
    assert len(members(real, indeling, region)) == size


def test_isd_steenwijkerland_en_westerveld_has_those_two(real):
    found = members(real, "sociale-dienst", "ISD Steenwijkerland en Westerveld")
    assert found == named(real, "Steenwijkerland", "Westerveld")


def test_the_sociale_dienst_drechtsteden_has_six(real):
    assert members(real, "sociale-dienst", "Sociale Dienst Drechtsteden") == named(
        real,
        "Alblasserdam",
        "Dordrecht",
        "Hendrik-Ido-Ambacht",
        "Papendrecht",
        "Sliedrecht",
        "Zwijndrecht",
    )


def test_ferm_werk_has_four(real):
    assert members(real, "gemeenschappelijke-regeling", "Ferm Werk") == named(
        real, "Woerden", "Bodegraven-Reeuwijk", "Montfoort", "Oudewater"
    )


def test_weesp_stays_in_jeugdregio_utrecht_west(real):
    # An independent source of 2017 has it there too.
    assert region_of(real, "jeugdregio", "Weesp") == "Utrecht West"


def test_mo_bw_region_amersfoort_is_not_contiguous_because_of_veenendaal(real):
    codes = sorted(members(real, "mo-bw-regio", "Amersfoort"))
    parts = contiguity.components(
        real.gemeenten.index[real.gemeenten.index.isin(codes)], real.borders
    )
    assert parts.max() == 1
    assert set(parts.index[parts == 1]) == named(real, "Veenendaal")


def test_the_country_is_one_connected_graph_with_its_links_over_water(real):
    everyone = real.gemeenten.index
    assert contiguity.components(everyone, real.borders).max() == 0
    land = real.borders[real.borders["soort"] == "land"]
    alone = contiguity.components(everyone, land)
    wadden = named(real, "Texel", "Vlieland", "Terschelling", "Ameland", "Schiermonnikoog")
    assert all((alone == alone[code]).sum() == 1 for code in wadden)


def test_borders_are_shared_exactly_and_have_a_length(real):
    land = real.borders[real.borders["soort"] == "land"]
    assert (land["length"] > 0).all()
    # Every border lies within the outlines, and is counted once for each side.
    assert 2 * land["length"].sum() < real.gemeenten.geometry.length.sum()
    assert real.gemeenten.geometry.is_valid.all()


def test_the_graph_is_bipartite(real):
    graph = real.graph
    gemeenten = {n for n, side in graph.nodes(data="bipartite") if side == 0}
    verbanden = {n for n, side in graph.nodes(data="bipartite") if side == 1}
    assert gemeenten == set(real.gemeenten.index)
    assert verbanden == set(real.verbanden.index)
    assert bipartite.is_bipartite_node_set(graph, gemeenten)
    assert graph.number_of_edges() == len(real.deelnames)
    assert nx.number_of_isolates(graph) == 0


def test_meppel_works_with_other_partners_in_each_domain(real):
    meppel = real.find_gemeente("Meppel")
    table = measures.territorial_congruence(real.main_indelingen)
    assert 0 < table.loc[meppel, "congruence"] < 1
    zeeland = real.find_gemeente("Middelburg")
    assert table.loc[zeeland, "congruence"] == 1
