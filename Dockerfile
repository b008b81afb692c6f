# The broker alone, for production: no build step, no development dependencies, not root.
FROM node:24-slim
WORKDIR /tillit
ENV NODE_ENV=production TILLIT_DATA_DIR=/data
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund && mkdir /data && chown node:node /data
COPY bin ./bin
COPY src ./src
COPY config ./config
COPY clients ./clients
COPY idp-adapters ./idp-adapters
COPY demo ./demo
COPY resource-server ./resource-server
ENV NODE_COMPILE_CACHE=/tillit/node_modules/.cache/tillit
RUN node bin/compile-modules.js
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "bin/tillit.js", "serve"]
