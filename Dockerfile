FROM python:3.13-slim
WORKDIR /app
COPY pyproject.toml requirements.lock hatch_build.py README.md LICENSE NOTICE manage.py ./
COPY assets assets
COPY maintenance maintenance
COPY twin twin
COPY locale locale
RUN pip install --no-cache-dir -c requirements.lock -e . \
 && useradd --system station && mkdir /data && chown station /data
USER station
