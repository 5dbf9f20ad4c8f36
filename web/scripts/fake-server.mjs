// Serves web/dist and plays a recorded session over the platform's own REST and WebSocket contract: to look at the page alone.
//   npm run build && npm run fake        then open the printed address
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

import { createServer as createVite } from "vite";
import { WebSocketServer } from "ws";

const PORT = Number(process.env.PORT ?? 8610);
const DIST = new URL("../dist/", import.meta.url).pathname;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const vite = await createVite({ server: { middlewareMode: true, hmr: false, ws: false }, appType: "custom", logLevel: "error" });
const { FakePlatform } = await vite.ssrLoadModule("/src/testing/fakePlatform.ts");
const platform = new FakePlatform(() => Date.now());

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text === "" ? null : JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  response.setHeader("Content-Security-Policy", CSP);
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (url.pathname.startsWith("/api/")) {
    const answer = platform.answer(request.method, url.pathname, url.searchParams, await bodyOf(request));
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(JSON.stringify(answer.body));
    return;
  }
  const path = normalize(url.pathname === "/" ? "index.html" : url.pathname).replace(/^(\.\.[/\\])+/, "");
  try {
    const file = await readFile(join(DIST, path));
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(file);
  } catch {
    response.writeHead(404).end("not found; run `npm run build` first");
  }
});

const sockets = new WebSocketServer({ server, path: "/ws" });
sockets.on("connection", (socket) => {
  let timers = [];
  socket.on("message", () => {
    timers.forEach(clearInterval);
    const send = (message) => socket.send(JSON.stringify(message));
    send(platform.hello());
    send(platform.beat());
    timers = [setInterval(() => sockets.clients.size === 1 && send(platform.tick()), 250), setInterval(() => send(platform.beat()), 2_000)];
  });
  socket.on("close", () => timers.forEach(clearInterval));
});

server.listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/#token=${platform.token}`));
