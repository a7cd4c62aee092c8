"""The libraries that can be traced with packages which the launch brings: their modules, and what instruments each."""

# Names as in `opentelemetry.instrumentation`. A change here is one of the list that is installed: `python-packages.ts`.
LIBRARIES = {
    "aio_pika": ("aio_pika",),
    "aiohttp": ("aiohttp_client", "aiohttp_server"),
    "asyncpg": ("asyncpg",),
    "botocore": ("botocore",),
    "celery": ("celery",),
    "confluent_kafka": ("confluent_kafka",),
    # Earlier there may be no settings yet.
    "django.core.handlers.base": ("django",),
    "falcon": ("falcon",),
    "fastapi": ("fastapi",),
    "flask": ("flask",),
    "grpc": ("grpc",),
    "httpx": ("httpx",),
    "kafka": ("kafka",),
    "mysql.connector": ("mysql",),
    "MySQLdb": ("mysqlclient",),
    "pika": ("pika",),
    "psycopg": ("psycopg",),
    "psycopg2": ("psycopg2",),
    "pymemcache": ("pymemcache",),
    "pymongo": ("pymongo",),
    "pymysql": ("pymysql",),
    "pyramid": ("pyramid",),
    "redis": ("redis",),
    "requests": ("requests",),
    "sqlalchemy": ("sqlalchemy",),
    "starlette": ("starlette",),
    "tornado": ("tornado",),
    "urllib.request": ("urllib",),
    "urllib3": ("urllib3",),
}

# Modules that are imported before there are settings, or by many programs that never use them: to the class and the
# method that is called when they are used.
FIRST_USES = {
    "django.core.handlers.base": ("BaseHandler", "load_middleware"),
    "urllib.request": ("OpenerDirector", "open"),
}
