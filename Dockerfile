# syntax=docker/dockerfile:1
# One image for web, worker and scheduler; docker-compose.yml says which is which.

FROM node:22-slim AS assets
WORKDIR /source/assets
COPY assets/package.json assets/package-lock.json assets/.npmrc ./
RUN npm ci
COPY assets/ ./
COPY static/ ../static/
RUN npm run --silent build

FROM python:3.13-slim AS packages
WORKDIR /source
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv
RUN /venv/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/base.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SIGHTLINE_DATA=/data \
    PORT=8000
RUN useradd --create-home --uid 10001 sightline
RUN install --directory --owner sightline /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /source/static/build static/build
RUN python -m compileall -q .
RUN python -m tools.translations compile
USER sightline
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-m", "tools.probe"]
CMD ["gunicorn", "config.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
