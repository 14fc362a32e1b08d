# The image of a release: ferry alone, for two architectures, out of the release's own executables in dist/.
#
#   docker buildx build --platform linux/amd64,linux/arm64 --build-arg VERSION=0.2.0 \
#     -f scripts/container/release.Dockerfile .

FROM debian:bookworm-slim AS libraries

FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS build
ARG TARGETARCH
ARG VERSION
COPY --from=libraries / /libraries
COPY dist /dist
COPY scripts/container/image.sh /image.sh
RUN case "$TARGETARCH" in arm64) machine=aarch64 ;; *) machine=x86_64 ;; esac && \
  /image.sh "$TARGETARCH" /libraries "/dist/ferry-$VERSION-$machine-unknown-linux-gnu" /image

FROM scratch
ARG REVISION
ARG SOURCE
ARG VERSION
LABEL org.opencontainers.image.title="ferry" \
  org.opencontainers.image.description="Copies and mirrors local file trees, fast and faithfully" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.source="$SOURCE" \
  org.opencontainers.image.version="$VERSION"
COPY --from=build /image /
ENTRYPOINT ["/bin/ferry"]
