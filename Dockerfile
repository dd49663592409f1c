# One image for web, worker, beats and the commands. PARTS chooses where wheels and style sheets come from:
#   docker build .                              fetched from the package registries, every wheel against its hash
#   docker build --build-arg PARTS=carried .    carried in on a disk: the folder that `make wheelhouse` made, no network
# BuildKit (Docker 23 or newer) is needed: it builds the chosen stage and leaves the other alone.
ARG PARTS=fetched
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${PYTHON_IMAGE} AS fetched
WORKDIR /build
COPY --from=packages /build/node_modules node_modules
COPY config/vendor.py config/
RUN python config/vendor.py && mkdir /wheelhouse && mv assets /wheelhouse/assets
COPY requirements/base.txt requirements/
RUN pip download --no-cache-dir --require-hashes --only-binary :all: -d /wheelhouse/wheels -r requirements/base.txt

FROM scratch AS carried
COPY wheelhouse /wheelhouse

FROM ${PARTS} AS parts

FROM ${PYTHON_IMAGE} AS installed
RUN --mount=type=bind,from=parts,source=/wheelhouse,target=/wheelhouse \
    --mount=type=bind,source=requirements,target=/requirements \
    python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --no-index --require-hashes \
        --find-links /wheelhouse/wheels -r /requirements/base.txt

FROM ${PYTHON_IMAGE}
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 EMBEDDED=0 PORT=8000 \
    VAR_DIR=/var/lib/coordination AUDIT_CHECKPOINT_FILE=/var/lib/coordination/checkpoints/heads.jsonl
RUN pip uninstall -y -q pip setuptools wheel \
    && groupadd --gid 10001 coordination \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin coordination \
    && install -d -m 700 -o coordination -g coordination /var/lib/coordination/media /var/lib/coordination/checkpoints
WORKDIR /app
COPY --from=installed /venv /venv
COPY --from=parts /wheelhouse/assets assets
COPY manage.py ./
COPY config config
COPY organizations organizations
COPY workflow workflow
COPY coordination coordination
COPY supervision supervision
COPY dispatch dispatch
COPY templates templates
COPY static static
# Collected here, so that the root file system can stay read-only; the settings of this one command are of no consequence.
# Django gives what it collects the narrow modes of uploads: without chmod only root could read the style sheets.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=build.invalid \
        DATABASE_URL=postgres://build.invalid/none CELERY_BROKER_URL=redis://build.invalid/0; \
    python manage.py collectstatic --noinput && chmod -R a+rX "$VAR_DIR/static"
USER coordination
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 CMD ["python", "config/probe.py"]
CMD ["python", "manage.py", "check", "--deploy"]
