"""The shell in a browser: keys, menus, themes, what happens when a request fails; axe finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from projects.models import Notification
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 800}


@pytest.fixture
def visit(browser, live_server, cast):
    """visit("lead", "/inbox/"): a page of this person, in English; its console must stay silent."""
    contexts, complaints = [], []

    def open_page(name: str | None, path: str, viewport=WIDE, theme="light") -> Page:
        context = browser.new_context(viewport=viewport, color_scheme=theme, base_url=live_server.url)
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if name:
            page.goto("/sign-in/")
            page.get_by_label("Login").fill(name)
            page.get_by_label("Password").fill(f"{name}-password")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            complaints.clear()  # the first page may belong to an app that is not there
        page.goto(path)
        return page

    open_page.complaints = complaints
    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(("name", "path"), [(None, "/sign-in/"), ("lead", "/inbox/")])
def test_axe_finds_nothing_and_the_policy_refuses_nothing(visit, cast, name, path, viewport, theme):
    Notification.objects.create(member=cast.lead, code="returned", key="a", values={}, at=at("2026-06-10 18:00"))
    page = visit(name, path, viewport, theme)
    assert visit.complaints == []
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_week_and_its_stage_stay_visible_on_a_phone(visit):
    page = visit("lead", "/inbox/", PHONE)
    expect(page.get_by_text("as of 10 Jun")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_be_visible()
    expect(page.get_by_role("link", name="Dashboard")).to_be_hidden()


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard(visit):
    page = visit("lead", "/inbox/", PHONE)
    button = page.get_by_role("button", name="Menu")
    button.press("Enter")
    inbox = page.get_by_role("link", name="Inbox")
    expect(inbox).to_be_visible()
    page.keyboard.press("Escape")
    expect(inbox).to_be_hidden()
    expect(button).to_be_focused()


def test_the_palette_finds_a_page_by_its_name(visit):
    page = visit("lead", "/password/")
    page.keyboard.press("Control+k")
    page.keyboard.type("inb")
    expect(page.locator("#palette a:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")


def test_a_question_mark_lists_the_keys_and_escape_gives_the_focus_back(visit):
    page = visit("lead", "/inbox/")
    link = page.get_by_role("link", name="Unread", exact=True)
    link.focus()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_single_letters_act_outside_text_fields_only_and_can_be_switched_off(visit):
    page = visit("lead", "/password/")
    page.get_by_label("Current password", exact=False).press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("Shift+?")
    page.get_by_label("Use single letters as keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_j_and_k_move_through_a_list(visit, cast):
    for number in range(3):
        Notification.objects.create(
            member=cast.lead, code="accepted", key=f"n{number}", values={"revision": number}, at=at("2026-06-10 18:00")
        )
    page = visit("lead", "/inbox/")
    items = page.locator("[data-item]")
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(items.nth(1)).to_be_focused()


def test_a_page_gives_its_own_keys_to_buttons_and_fields(visit):
    page = visit("lead", "/inbox/")
    page.evaluate(
        """() => {
          document.querySelector("main").insertAdjacentHTML("beforeend", `
            <button type="button" data-hotkey="KeyA">Adopt</button>
            <button type="button" data-hotkey="Shift+Enter" data-hotkey-name="The other one">…</button>
            <button type="button" data-primary>Send</button>
            <input aria-label="Find" data-filter>`);
          window.pressed = [];
          document.addEventListener("click", (event) => window.pressed.push(event.target.textContent));
        }"""
    )
    for keys in ("a", "Shift+Enter", "Control+Enter", "/", "a"):  # the last one is typed into the filter
        page.keyboard.press(keys)
    assert page.evaluate("window.pressed") == ["Adopt", "…", "Send"]
    expect(page.get_by_label("Find", exact=True)).to_have_value("a")
    composing = "{key: 'a', code: 'KeyA', isComposing: true, bubbles: true}"
    page.evaluate(f"document.querySelector('h1').dispatchEvent(new KeyboardEvent('keydown', {composing}))")
    assert page.evaluate("window.pressed.length") == 3
    page.get_by_label("Find", exact=True).blur()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_contain_text("Adopt")
    expect(page.get_by_role("dialog")).to_contain_text("The other one")


def test_the_chosen_theme_comes_with_the_next_page(visit):
    page = visit("lead", "/inbox/")
    page.get_by_text("Lead Person").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/password/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_language_is_switched_with_one_click_and_stays(visit):
    page = visit("lead", "/inbox/?show=unread")
    page.get_by_role("button", name="日本語").click()
    page.wait_for_url("**/inbox/?show=unread")
    assert page.evaluate("document.documentElement.lang") == "ja"


def test_a_request_that_fails_is_told_and_a_lost_session_leads_to_sign_in(visit, live_server):
    page = visit("lead", "/inbox/")
    page.evaluate("htmx.ajax('GET', '/no/such/part/', '#messages')")  # loaded by the page itself: not told
    page.evaluate("htmx.ajax('POST', '/no/such/part/', '#messages')")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
    page.context.clear_cookies(name="session")
    page.evaluate("htmx.ajax('GET', '/inbox/', '#messages')")
    page.wait_for_url("**/sign-in/?next=%2Finbox%2F")


DROPPING = """() => {
  const zone = document.createElement("label");
  zone.className = "dropzone";
  Object.assign(zone.dataset, {dropzone: "", refusal: "Only small ones.", otherKind: "Export it first.", limit: "3"});
  const input = Object.assign(document.createElement("input"), {type: "file", accept: ".xlsx"});
  const output = Object.assign(document.createElement("output"), {className: "dropzone__file"});
  zone.append(input, output);
  document.querySelector("main").append(zone);
  const send = (kind, place, name, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], name));
    const event = new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true});
    place.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const drop = (name, content) => {
    send("drop", zone, name, content);
    return [input.files.length, output.textContent, output.classList.contains("is-bad")];
  };
  return {
    wrong: drop("notes.txt", "x"),
    right: drop("進捗.xlsx", "x"),
    large: drop("大きい.xlsx", "xxxx"),
    beside: send("dragover", document.querySelector("main"), "進捗.xlsx", "x"),
  };
}"""


def test_a_dropped_file_goes_into_the_input_and_a_wrong_kind_or_a_large_one_is_refused_in_words(visit):
    said = visit("lead", "/inbox/").evaluate(DROPPING)
    assert said["right"] == [1, "進捗.xlsx", False]
    assert said["large"] == [0, "Only small ones.", True]
    assert said["wrong"] == [0, "Export it first.", True]


def test_a_file_dropped_beside_the_place_does_not_replace_the_page(visit):
    assert visit("lead", "/inbox/").evaluate(DROPPING)["beside"] is True


def test_everything_in_the_header_works_without_script(browser, live_server, cast):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("[name=login]").fill("lead")
    page.locator("[name=password]").fill("lead-password")
    page.locator("form.form button").click()
    page.goto("/inbox/")
    page.locator(".shell__menu").click()
    page.locator(".shell__tools summary").click()
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/**")
    context.close()
