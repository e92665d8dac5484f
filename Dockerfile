# Aftercare as a server. Build: docker build -t aftercare . How to run it: docs/operating.md.
# Node runs the sources as they are: there is no build step, and the image holds nothing but them and their dependencies.
FROM node:24.11.1-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY src ./src
COPY app ./app
COPY cli ./cli
# Only for the embedded database (DATA_DIR=/data with a volume there); with DATABASE_URL nothing is ever written.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["node", "app/healthcheck.ts"]
CMD ["node", "app/index.ts"]
