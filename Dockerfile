# The dashboard is built in one stage, the platform runs in the other.
FROM node:20-bookworm-slim AS web
WORKDIR /app/web
COPY web/package.json web/package-lock.json ./
RUN npm ci
COPY web/ ./
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
RUN pip install --no-cache-dir -r requirements.lock
COPY rlbot/ rlbot/
COPY configs/ configs/
COPY --from=web /app/web/dist rlbot/monitoring/web/dist
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && mkdir -p checkpoints logs data \
 && useradd --create-home rlbot && chown -R rlbot /app
USER rlbot
# The dashboard listens on loopback only: run with `--network host`, or reach it through an SSH tunnel.
ENTRYPOINT ["rlbot"]
CMD ["up"]
