# One image for web, worker, beat and the one-shot preparation; docker-compose.yml says which command runs where.
FROM python:3.13-slim AS build
WORKDIR /opt/pmo
COPY requirements.lock ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/venv/bin/python -m pmo.lib.messages locale

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/pmo pmo
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/pmo /opt/pmo
WORKDIR /opt/pmo
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PMO_VAR=/var/lib/pmo
USER pmo
VOLUME /var/lib/pmo
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning", "pmo.wsgi:application"]
