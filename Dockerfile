# One image for every part; docker-compose.yml says which part a container runs.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts: the one of this project makes ready what containers do not use, of files that are not here yet.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE ./
COPY schema ./schema
COPY gateway ./gateway
COPY subgraphs ./subgraphs
COPY sample ./sample
COPY cli ./cli
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
VOLUME /data
USER node
ENTRYPOINT ["node", "--import", "tsx/esm"]
CMD ["cli/gateway.ts"]
