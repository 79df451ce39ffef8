"""The 35 people of the sample project (UX 2.3): names, roles, teams, and who owns which unit."""

from __future__ import annotations

from dataclasses import dataclass

from reports.demo.story.words import Text


@dataclass(frozen=True)
class Place:
    """A role in a team (or in the project).

    `since` and `until` are days of the story: ("S6", 0) is the status date of S6, ("load", 2) the second working day
    after the day of loading.
    """

    role: str
    team: str = ""
    share: int = 100
    responsible: bool = False
    since: tuple[str, int] | None = None
    until: tuple[str, int] | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with a login; `family` is how plans name the person."""

    key: str
    name: Text
    company: str
    places: tuple[Place, ...]
    family: Text
    spellings: tuple[str, ...] = ()
    is_admin: bool = False

    @property
    def teams(self) -> frozenset[str]:
        return frozenset(place.team for place in self.places if place.team)


def person(key: str, ja: str, en: str, company: str, *places: Place, **more: object) -> Person:
    family = Text(ja.split(maxsplit=1)[0], en.split(maxsplit=1)[0])
    return Person(key, Text(ja, en), company, places, **{"family": family, **more})  # type: ignore[arg-type]


def lead(team: str) -> Place:
    return Place("lead", team)


def member(team: str, **more: object) -> Place:
    return Place("member", team, **more)  # type: ignore[arg-type]


PEOPLE = (
    person("makino", "槙野 理恵子", "Makino Rieko", "shioji", Place("project_owner")),
    person("segawa", "瀬川 和宏", "Segawa Kazuhiro", "shioji", Place("pm")),
    person("nishina", "仁科 真由", "Nishina Mayu", "shioji", Place("pm")),
    person("katagiri", "片桐 沙織", "Katagiri Saori", "shioji", Place("pmo"), is_admin=True),
    person("oba", "大庭 祐介", "Oba Yusuke", "shioji", Place("pmo")),
    person("miwa", "三輪 千景", "Miwa Chikage", "shioji", Place("pmo")),
    person("kaneko", "兼子 昭彦", "Kaneko Akihiko", "shioji", Place("auditor")),
    person("tachibana", "立花 修平", "Tachibana Shuhei", "shioji", lead("BASE")),
    person("makita", "牧田 菜々", "Makita Nana", "shioji", member("BASE")),
    person("kotani", "小谷 亮一", "Kotani Ryoichi", "shioji", member("BASE")),
    person(
        "katsuragi", "葛城 望", "Katsuragi Nozomi", "shioji", member("BASE", share=50), member("MEM", share=50)
    ),
    person("kamoshita", "鴨下 健吾", "Kamoshita Kengo", "shioji", lead("AUT")),
    person("kiriyama", "桐山 奈緒", "Kiriyama Nao", "shioji", member("AUT")),
    person("sasahara", "笹原 拓", "Sasahara Taku", "shioji", member("AUT")),
    person("enomoto", "榎本 彩", "Enomoto Aya", "shioji", member("AUT")),
    person("kurose", "黒瀬 直人", "Kurose Naoto", "shioji", member("AUT", since=("load", 2))),
    person("naruse", "成瀬 浩二", "Naruse Koji", "shioji", lead("MEM")),
    person("ashida", "芦田 結衣", "Ashida Yui", "shioji", member("MEM")),
    person("uno", "宇野 誠司", "Uno Seiji", "shioji", member("MEM")),
    person("kajiwara", "梶原 千尋", "Kajiwara Chihiro", "shioji", member("MEM")),
    person("kusakabe", "日下部 徹", "Kusakabe Toru", "akanegumo", member("BIL", responsible=True)),
    person("makabe", "真壁 俊也", "Makabe Toshiya", "akanegumo", lead("BIL")),
    person("nagamine", "長峰 郁美", "Nagamine Ikumi", "akanegumo", member("BIL")),
    person("ikoma", "生駒 若菜", "Ikoma Wakana", "akanegumo", member("BIL")),
    person("horikoshi", "堀越 大地", "Horikoshi Daichi", "akanegumo", member("BIL", until=("S6", 0))),
    person("tokura", "戸倉 明", "Tokura Akira", "akanegumo", member("BIL", since=("S11", 0))),
    person("orihara", "折原 健", "Orihara Ken", "tsumugino", member("BIL")),
    person("fushimi", "伏見 遼太", "Fushimi Ryota", "tsumugino", member("BIL", since=("load", 1))),
    person("sunagawa", "砂川 礼子", "Sunagawa Reiko", "suzukakeno", member("MIG", responsible=True)),
    person("kurusu", "来栖 光", "Kurusu Hikaru", "suzukakeno", lead("MIG")),
    person("hoshina", "保科 翔", "Hoshina Sho", "suzukakeno", member("MIG")),
    person("niwa", "丹羽 麻衣", "Niwa Mai", "suzukakeno", member("MIG")),
    person(
        "hamasaki", "濵﨑 悠", "Hamasaki Yu", "suzukakeno", member("MIG"),
        family=Text("浜崎", "Hamasaki"), spellings=("浜崎",),
    ),
)  # fmt: skip
PERSON = {person.key: person for person in PEOPLE}


@dataclass(frozen=True)
class Outsider:
    """Somebody of the customer, without a login."""

    name: Text
    title: Text


CONTACTS = (
    Outsider(Text("深谷 正臣", "Fukaya Masaomi"), Text("システム企画部 部長", "Head of system planning")),
    Outsider(Text("石動 早苗", "Isurugi Sanae"), Text("業務窓口", "Business contact")),
)

# Demo actors by role.
PMO, REVIEWER, PM, PL = "katagiri", "oba", "segawa", "nishina"
LEADS = {"BASE": "tachibana", "AUT": "kamoshita", "MEM": "naruse", "BIL": "makabe", "MIG": "kurusu"}


@dataclass(frozen=True)
class Ownership:
    """The units one person works on in a team, in order, and the part of each phase's time they take."""

    person: str
    units: tuple[str, ...]
    part: tuple[str, str] = ("0", "1")


OWNERSHIPS = {
    "BASE": (
        Ownership("tachibana", ("authentication",), ("0", "0.6")),
        Ownership("makita", ("jobs", "logging")),
        Ownership("kotani", ("parts-online", "parts-batch")),
        Ownership("katsuragi", ("forms",), ("0", "0.5")),
    ),
    "AUT": (
        Ownership("kamoshita", ("online-online", "reversal")),
        Ownership("kiriyama", ("online-batch", "inquiry")),
        Ownership("sasahara", ("limits", "standin-online")),
        Ownership("enomoto", ("fraud", "standin-batch")),
    ),
    "MEM": (
        Ownership("naruse", ("application-online",), ("0", "0.5")),
        Ownership("ashida", ("members", "notices")),
        Ownership("uno", ("cards-online", "cards-batch")),
        Ownership("kajiwara", ("family", "leaving")),
        Ownership("katsuragi", ("application-batch",), ("0.5", "1")),
    ),
    "BIL": (
        Ownership("makabe", ("sales", "arrears")),
        Ownership("nagamine", ("billing-online", "debit")),
        Ownership("ikoma", ("billing-batch", "reconciliation")),
        Ownership("horikoshi", ("revolving-online", "revolving-batch")),
        Ownership("orihara", ("statements", "merchants")),
    ),
    "MIG": (
        Ownership("kurusu", ("schemes", "checktool")),
        Ownership("hoshina", ("memberdata-online", "memberdata-batch")),
        Ownership("niwa", ("balances-online", "balances-batch")),
        Ownership("hamasaki", ("bureau", "banks")),
    ),
}  # fmt: skip

# Who works on the scenarios of the system test, in the order of SCENARIOS.
SCENARIO_PEOPLE = {
    "BASE": (("tachibana",), ("makita",), ("kotani",), ("katsuragi",)),
    "AUT": (("kamoshita",), ("kiriyama",), ("sasahara",), ("enomoto",)),
    "MEM": (("naruse",), ("ashida",), ("uno",), ("kajiwara",)),
    "BIL": (("makabe", "orihara"), ("nagamine", "horikoshi"), ("ikoma", "orihara"), ("makabe", "kusakabe")),
    "MIG": (("kurusu",), ("hoshina",), ("niwa",), ("hamasaki",)),
}
