# An image that fills a volume when it starts, and then is the program: ferry becomes nginx, with the same process id.
#
#   docker build -t site -f scripts/container/seed.Dockerfile photos

FROM nginx:1.27-bookworm
# The image that the Dockerfile beside this one makes.
# hadolint ignore=DL3022
COPY --from=ferry /bin/ferry /usr/local/bin/ferry
COPY . /seed
VOLUME /usr/share/nginx/html
# CMD is added behind "--". If copying fails, nginx does not start and the container ends with ferry's code.
ENTRYPOINT ["ferry", "copy", "-T", "/seed", "/usr/share/nginx/html", "--exec", "--"]
CMD ["nginx", "-g", "daemon off;"]
