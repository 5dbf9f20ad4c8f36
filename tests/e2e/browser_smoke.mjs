// Opens the printed address in Chromium, looks at the page as a person would, kills, and prints what it saw as one JSON document.
//   node browser_smoke.mjs ADDRESS CHROMIUM PLAYWRIGHT_CORE AXE_CORE [PICTURE]
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [address, executablePath, playwright, axe, picture] = process.argv.slice(2);
const { chromium } = await import(pathToFileURL(playwright).href);
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const args = [...QUIET, "--disable-component-update", "--disable-sync"];
const BUY = [0x5a, 0xa9, 0xff];
const SELL = [0xff, 0x9f, 0x40];
const CANDLE = [0x66, 0x73, 0x84];

const SCALE = 1.5;

const saw = { errors: [], elsewhere: [], inaccessible: [] };
const browser = await chromium.launch({ executablePath, args });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: SCALE });
const page = await context.newPage();
page.setDefaultTimeout(12_000);
page.on("console", (message) => message.type() === "error" && saw.errors.push(message.text()));
page.on("pageerror", (error) => saw.errors.push(error.message));
page.on("request", (request) => new URL(request.url()).hostname === "127.0.0.1" || saw.elsewhere.push(request.url()));
await page.exposeFunction("violated", (text) => saw.errors.push(text));
await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => window.violated(`CSP ${event.violatedDirective}`)));

/** How many pixels of the price pane have exactly this colour: its own canvas and the one above it. */
const pixels = (colour) =>
  page.evaluate((wanted) => {
    const layers = [...document.querySelectorAll('[aria-label$=" chart"] canvas')];
    const place = layers[0]?.getBoundingClientRect();
    let count = 0;
    for (const layer of layers) {
      const { left, top } = layer.getBoundingClientRect();
      if (left !== place.left || top !== place.top) continue;
      const { data } = layer.getContext("2d").getImageData(0, 0, layer.width, layer.height);
      for (let at = 0; at < data.length; at += 4) if (wanted.every((value, index) => data[at + index] === value)) count += 1;
    }
    return count;
  }, colour);

/** What axe-core finds wrong in the tab that is open. */
const judged = async (tab) => {
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of found.violations) saw.inaccessible.push(`${tab}: ${id} at ${nodes[0].target.join(" ")}`);
};

const headline = () => page.locator('[aria-label="Why"] h3').innerText();
const until = async (look, enough, ms = 12_000) => {
  const end = Date.now() + ms;
  let found = await look();
  while (!enough(found) && Date.now() < end) {
    await page.waitForTimeout(100);
    found = await look();
  }
  return found;
};

try {
  await page.goto(address);
  await page.getByRole("button", { name: /^Kill/ }).waitFor();
  saw.token_left_address = !page.url().includes("token");
  const label = page.locator("header").first().getByText("SYNTHETIC", { exact: true });
  saw.synthetic = await until(() => label.isVisible(), Boolean); // the first message of the feed brings it
  saw.headline = await until(headline, (text) => text.startsWith("Sell"));
  saw.candles = (await until(() => pixels(CANDLE), (count) => count > 200)) > 200;
  saw.buy_marker = (await until(() => pixels(BUY), (count) => count > 5)) > 5;
  saw.sell_marker = (await until(() => pixels(SELL), (count) => count > 5)) > 5;
  saw.crisp = await page.evaluate((scale) => {
    const canvas = document.querySelector('[aria-label$=" chart"] canvas');
    return Math.abs(canvas.width - canvas.clientWidth * scale) <= 1;
  }, SCALE);
  saw.why = (await until(() => page.locator('[aria-label="Why"]').innerText(), (text) => text.includes("approved"))).includes("approved");
  saw.reason = await page.locator('[aria-label="Why"] article > p').first().innerText();
  saw.absent_interval_off = await page.getByRole("radio", { name: "5m", exact: true }).isDisabled();

  // The decision under the pointer: sweep from the newest bar to older ones until the purchase is explained.
  const chart = await page.locator('[aria-label$=" chart"] canvas').first().boundingBox();
  for (let x = chart.x + chart.width - 4; x > chart.x && !(await headline()).startsWith("Buy"); x -= 5) {
    await page.mouse.move(x, chart.y + chart.height / 2);
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  }
  saw.pointed = await headline();
  saw.trades = await page.locator('[aria-label="Recent trades"] tbody tr').count();

  await page.evaluate(readFileSync(axe, "utf8"));
  for (const [key, tab] of [["5", "Data Explorer"], ["4", "Settings"], ["3", "Logs"], ["2", "Agent Control"], ["1", "Dashboard"]]) {
    await page.keyboard.press(key);
    await page.locator("main h1", { hasText: tab }).waitFor({ state: "attached" });
    await judged(tab);
  }

  await page.getByRole("button", { name: "Pause scripted" }).click();
  saw.paused = (await until(() => page.getByRole("button", { name: "Resume scripted" }).count(), Boolean)) > 0;

  await page.getByRole("button", { name: /^Kill/ }).click();
  await page.getByRole("region", { name: "Trading is halted" }).waitFor();
  saw.killed = (await until(() => page.locator("header").first().innerText(), (text) => text.includes("HALTED"))).includes("HALTED");
  if (picture) await page.screenshot({ path: picture });

  saw.halted_in_one_row = await page.getByRole("region", { name: "Trading is halted" }).evaluate((banner) => banner.clientHeight <= 52);
  saw.health_in_whole_words = await page.locator('[aria-label="Health"]').evaluate((strip) =>
    [...strip.querySelectorAll("span")].every((words) => words.scrollWidth <= words.clientWidth || getComputedStyle(words).display === "inline"),
  );
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.waitForTimeout(300);
  saw.figures_on_one_line = await page.locator('[aria-label="Figures of the run"]').evaluate((strip) => {
    const tops = [...strip.children].slice(0, -1).map((cell) => Math.round(cell.firstElementChild.getBoundingClientRect().top));
    return new Set(tops).size === 1;
  });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.waitForTimeout(300);
  saw.health_in_a_line_where_it_is_narrow = await page.getByRole("region", { name: "Health in a line" }).isVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page.waitForTimeout(300);
  saw.fits_a_phone = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
} catch (error) {
  saw.errors.push(String(error));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(saw));
