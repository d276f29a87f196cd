"""Loggers, handlers and formatters from a dict: dictConfig()."""

import logging
import logging.handlers
import re

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*", re.I)


def valid_ident(s):
    """True if s may be the name of an argument, else ValueError."""
    if not _IDENTIFIER.fullmatch(s):
        raise ValueError(f"Not a valid Python identifier: {s!r}")
    return True


# -- values that stand for others: "ext://sys.stderr", "cfg://handlers.file.level" --

class ConvertingMixin:
    """A container of the configuration: converts its items when they are asked for."""

    parent = None

    def convert_with_key(self, key, value, replace=True):
        result = self.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if isinstance(result, ConvertingMixin):
                result.parent = self
                result.key = key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and isinstance(result, ConvertingMixin):
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    def __getitem__(self, key):
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


class BaseConfigurator:
    """Makes objects of what a dict says."""

    CONVERT_PATTERN = re.compile(r"(?P<prefix>[a-z]+)://(?P<suffix>.*)", re.S)
    WORD_PATTERN = re.compile(r"\s*(\w+)\s*")
    DOT_PATTERN = re.compile(r"\.\s*(\w+)\s*")
    INDEX_PATTERN = re.compile(r"\[([^\[\]]*)\]\s*")
    DIGIT_PATTERN = re.compile(r"\d+")

    value_converters = {"ext": "ext_convert", "cfg": "cfg_convert"}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """What the dotted name s means: modules on the way are imported."""
        first, *rest = s.split(".")
        used = first
        try:
            found = self.importer(used)
            for name in rest:
                used += "." + name
                if not hasattr(found, name):
                    self.importer(used)
                found = getattr(found, name)
            return found
        except ImportError as e:
            raise ValueError(f"Cannot resolve {s!r}: {e}") from e

    def ext_convert(self, value):
        """ext://: an object of a module."""
        return self.resolve(value)

    def cfg_convert(self, value):
        """cfg://: another part of the configuration, as a.b[0]['c']."""
        match = self.WORD_PATTERN.match(value)
        if match is None:
            raise ValueError(f"Unable to convert {value!r}")
        rest = value[match.end():]
        found = self.config[match[1]]
        while rest:
            match = self.DOT_PATTERN.match(rest)
            if match:
                found = found[match[1]]
            else:
                match = self.INDEX_PATTERN.match(rest)
                if not match:
                    raise ValueError(f"Unable to convert {value!r} at {rest!r}")
                index = match[1]
                try:
                    found = found[int(index) if self.DIGIT_PATTERN.match(index) else index]
                except TypeError:
                    found = found[index]
            rest = rest[match.end():]
        return found

    def convert(self, value):
        """The value with what stands for something else resolved; containers become converting ones."""
        if not isinstance(value, ConvertingMixin):
            made = None
            if isinstance(value, dict):
                made = ConvertingDict(value)
            elif isinstance(value, list):
                made = ConvertingList(value)
            elif isinstance(value, tuple) and not hasattr(value, "_fields"):
                made = ConvertingTuple(value)
            if made is not None:
                made.configurator = self
                return made
        if isinstance(value, str):
            match = self.CONVERT_PATTERN.fullmatch(value)
            converter = match and self.value_converters.get(match["prefix"])
            if converter:
                return getattr(self, converter)(match["suffix"])
        return value

    def configure_custom(self, config):
        """What the factory config['()'] makes with the rest as arguments; config['.'] are attributes for it."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        attributes = config.pop(".", None)
        return _with_attributes(factory(**{k: config[k] for k in config if valid_ident(k)}), attributes)

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


def _with_attributes(made, attributes):
    for name, value in (attributes or {}).items():
        setattr(made, name, value)
    return made


class DictConfigurator(BaseConfigurator):
    """Does what dictConfig() says."""

    def configure(self):
        """Set everything up."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        with logging._lock:
            if config.pop("incremental", False):
                self._change_levels()
            else:
                self._start_over()

    def _change_levels(self):
        config = self.config
        handlers = config.get("handlers", {})
        for name in handlers:
            if name not in logging._handlers:
                raise ValueError(f"No handler found with name {name!r}")
            try:
                level = handlers[name].get("level", None)
                if level:
                    logging._handlers[name].setLevel(level)
            except Exception as e:
                raise ValueError(f"Unable to configure handler {name!r}") from e
        loggers = config.get("loggers", {})
        for name in loggers:
            self._try_logger(name, loggers[name], True)
        self._try_root(True)

    def _start_over(self):
        config = self.config
        disable_existing = config.pop("disable_existing_loggers", True)
        _clear_existing_handlers()
        for kind, make in (("formatter", self.configure_formatter), ("filter", self.configure_filter)):
            parts = config.get(kind + "s", {})
            for name in parts:
                try:
                    parts[name] = make(parts[name])
                except Exception as e:
                    raise ValueError(f"Unable to configure {kind} {name!r}") from e
        self._make_handlers(config.get("handlers", {}))
        self._make_loggers(config.get("loggers", {}), disable_existing)
        self._try_root(False)

    def _make_handlers(self, handlers):
        # One that needs another comes after it.
        waiting = sorted(handlers)
        while waiting:
            deferred = []
            for name in waiting:
                try:
                    handler = self.configure_handler(handlers[name])
                    handler.name = name
                    handlers[name] = handler
                except Exception as e:
                    if "not configured yet" in str(e.__cause__) and len(waiting) > 1:
                        deferred.append(name)
                    else:
                        raise ValueError(f"Unable to configure handler {name!r}") from e
            if len(deferred) == len(waiting):
                raise ValueError(f"Unable to configure handler {waiting[0]!r}")
            waiting = deferred

    def _make_loggers(self, loggers, disable_existing):
        known = logging.root.manager.loggerDict
        # Those that are not named here are switched off, unless they are below one that is.
        others = sorted(name for name in known if name not in loggers)
        for name in loggers:
            self._try_logger(name, loggers[name], False)
        for name in others:
            logger = known[name]
            if any(name.startswith(above + ".") for above in loggers):
                if not isinstance(logger, logging.PlaceHolder):
                    logger.setLevel(logging.NOTSET)
                    logger.handlers = []
                    logger.propagate = True
            else:
                logger.disabled = disable_existing

    def _try_logger(self, name, config, incremental):
        try:
            self.configure_logger(name, config, incremental)
        except Exception as e:
            raise ValueError(f"Unable to configure logger {name!r}") from e

    def _try_root(self, incremental):
        root = self.config.get("root", None)
        if root:
            try:
                self.configure_root(root, incremental)
            except Exception as e:
                raise ValueError("Unable to configure root logger") from e

    def configure_formatter(self, config):
        """A formatter."""
        if "()" in config:
            factory = config["()"]
            try:
                return self.configure_custom(config)
            except TypeError as e:
                if "'format'" not in str(e):
                    raise
                # logging.Formatter calls it fmt.
                config["fmt"] = config.pop("format")
                config["()"] = factory
                return self.configure_custom(config)
        name = config.get("class", None)
        made_by = self.resolve(name) if name else logging.Formatter
        more = {}
        if config.get("defaults", None) is not None:
            more["defaults"] = config["defaults"]
        if "validate" in config:
            more["validate"] = config["validate"]
        return made_by(config.get("format", None), config.get("datefmt", None), config.get("style", "%"), **more)

    def configure_filter(self, config):
        """A filter."""
        return self.configure_custom(config) if "()" in config else logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Add filters, given by name or as they are."""
        for filter in filters:
            try:
                is_filter = callable(filter) or callable(getattr(filter, "filter", None))
                filterer.addFilter(filter if is_filter else self.config["filters"][filter])
            except Exception as e:
                raise ValueError(f"Unable to add filter {filter!r}") from e

    def configure_handler(self, config):
        """A handler."""
        before = dict(config)
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.config["formatters"][formatter]
            except Exception as e:
                raise ValueError(f"Unable to set formatter {formatter!r}") from e
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            if not callable(factory):
                factory = self.resolve(factory)
        else:
            factory = config.pop("class")
            if not callable(factory):
                factory = self.resolve(factory)
            try:
                self._resolve_arguments(factory, config)
            except Exception:
                # It may be tried again.
                config.update(before)
                raise
        attributes = config.pop(".", None)
        arguments = {k: config[k] for k in config if valid_ident(k)}
        if isinstance(factory, type) and issubclass(factory, logging.handlers.QueueHandler):
            made = self._queue_handler(factory, **arguments)
        else:
            made = factory(**arguments)
        if formatter:
            made.setFormatter(formatter)
        if level is not None:
            made.setLevel(level)
        if filters:
            self.add_filters(made, filters)
        return _with_attributes(made, attributes)

    @staticmethod
    def _queue_handler(factory, listener=None, handlers=(), respect_handler_level=False, **arguments):
        made = factory(**arguments)
        if handlers:
            listener = listener or logging.handlers.QueueListener
            made.listener = listener(made.queue, *handlers, respect_handler_level=respect_handler_level)
        return made

    def _handler_named(self, name, otherwise):
        found = self.config["handlers"][name]
        if not isinstance(found, logging.Handler):
            raise TypeError(otherwise)
        return found

    def _resolve_arguments(self, factory, config):
        """Puts objects in the place of names, for handlers that refer to others."""
        if not isinstance(factory, type):
            return
        if issubclass(factory, logging.handlers.MemoryHandler):
            if "flushLevel" in config:
                config["flushLevel"] = logging._checkLevel(config["flushLevel"])
            if "target" in config:
                try:
                    config["target"] = self._handler_named(config["target"], "target not configured yet")
                except Exception as e:
                    raise ValueError(f"Unable to set target handler {config['target']!r}") from e
        elif issubclass(factory, logging.handlers.QueueHandler):
            queue = config.get("queue", None)
            if isinstance(queue, str):
                queue = self.resolve(queue)
            if queue is None:
                from queue import Queue as queue
            if isinstance(queue, dict):
                queue = self.configure_custom(dict(queue))
            config["queue"] = queue() if callable(queue) else queue
            if isinstance(config.get("listener", None), str):
                config["listener"] = self.resolve(config["listener"])
            if "handlers" in config:
                try:
                    config["handlers"] = [self._handler_named(name, f"Required handler {name!r} is not configured yet")
                                          for name in config["handlers"]]
                except Exception as e:
                    raise ValueError(f"Unable to set required handler {config['handlers']!r}") from e

    def add_handlers(self, logger, handlers):
        """Add handlers by name."""
        for name in handlers:
            try:
                logger.addHandler(self.config["handlers"][name])
            except Exception as e:
                raise ValueError(f"Unable to add handler {name!r}") from e

    def common_logger_config(self, logger, config, incremental=False):
        """What the root logger has too."""
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(level)
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        handlers = config.get("handlers", None)
        if handlers:
            self.add_handlers(logger, handlers)
        filters = config.get("filters", None)
        if filters:
            self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


def _clear_existing_handlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Configure logging as the dict says: version (1), formatters, filters, handlers, loggers, root."""
    dictConfigClass(config).configure()
