# The image of web, worker, figures, beat and migrate: one image, the command and the database role differ.
# docker compose builds it; docs/operations/production.md says how it is run.

# -- other people's CSS and JavaScript ---------------------------------------------------------------------------------
FROM node:24-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# -- Python packages and static files ----------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/linnet
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements/base.txt requirements/
RUN pip install --require-hashes --only-binary :all: -r requirements/base.txt
COPY . .
COPY --from=assets /build/node_modules node_modules
# Settings must be there to collect static files; these are thrown away with this stage.
RUN python -m ops.vendor_frontend \
    && LINNET_ENV=production STATIC_ROOT=/srv/static ALLOWED_HOSTS=localhost REDIS_URL=redis://localhost \
       DATABASE_URL=postgresql://localhost/linnet SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
       MFA_ENCRYPTION_KEY="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
       python manage.py collectstatic --noinput -v0 \
    && rm -rf node_modules static_vendor ops tests benchmarks

# -- what runs ---------------------------------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin linnet
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LINNET_ENV=production STATIC_ROOT=/srv/static XDG_CACHE_HOME=/tmp/cache
WORKDIR /srv/linnet
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/linnet /srv/linnet
# Belongs to root and is only read: a process that is taken over cannot change the program.
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "20", "--no-control-socket"]
