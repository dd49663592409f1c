# make run: the product on this machine, nothing else needed.  make test: every test on both databases.
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
WORKERS ?= $(shell nproc)

PY := .venv/bin/python
# Each worker takes a half of the tests in their order, and then from the other: what a module sets up is set up once.
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist worksteal tests
FAST := not slow and not browser

# What the machine without internet is: its processor (x86_64, aarch64); its Python is 3.11.
MACHINE ?= x86_64
LINUX := $(addprefix --platform ,$(addsuffix _$(MACHINE),manylinux_2_28 manylinux_2_26 manylinux_2_17 manylinux2014))

export ADDRESS
export UV_SYSTEM_CERTS = true

.PHONY: run demo test test-fast test-long test-run lint setup browser procedure pictures wheelhouse clean
.DELETE_ON_ERROR:

run: export EMBEDDED = 1
run: setup
	@$(PY) manage.py bootstrap
	@echo "http://$(ADDRESS)/  (Ctrl-C stops everything)"
	@.venv/bin/honcho -f Procfile start || [ $$? -ge 128 ]

demo: setup
	$(PY) manage.py demo --reset

setup: .venv/.embedded assets/.copied

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 ...")'
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install -q --disable-pip-version-check uv==0.13.9 || echo "uv is not to be had; pip installs instead."

.venv/.%: requirements/%.txt | .venv/bin/uv
	@.venv/bin/uv pip install -q -p $(PY) --require-hashes -r $< \
		|| $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

assets/.copied: package.json package-lock.json config/vendor.py | .venv/bin/uv
	@command -v npm >/dev/null || { echo "npm is needed once, to fetch the style sheets: install Node.js."; exit 1; }
	@npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
	@$(PY) config/vendor.py
	@touch $@

# What only the tests need; the set-up leaves it out.
node_modules/axe-core/axe.min.js: assets/.copied
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

test: browser
	@$(MAKE) --no-print-directory test-run

# The quick look while working: one database, nothing slow, no browser.
test-fast: .venv/.dev assets/.copied
	$(PYTEST) --db sqlite -m "$(FAST)"

# Everything that the usual run tries in turn, tried by everybody: about twice as long. For a release.
test-long: browser
	@LONG=1 $(MAKE) --no-print-directory test-run

# Both databases run even if the first fails; the summary is printed in any case.
test-run: .venv/.dev node_modules/axe-core/axe.min.js
	@rm -f var/test-runs.jsonl
	@failed=0; \
	$(PYTEST) --db sqlite $(SELECTED) || failed=1; \
	$(PYTEST) --db postgres $(SELECTED) || failed=1; \
	$(PY) -m tests.services || failed=1; \
	exit $$failed

# Chromium, a Chinese font and LibreOffice Calc; only root can install them, and only continuous integration insists.
DESKTOP := chromium fontconfig fonts-noto-cjk
OFFICE := libreoffice-calc-nogui

browser:
	@if command -v chromium >/dev/null && command -v soffice >/dev/null && fc-list :lang=zh | grep -q .; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq $(DESKTOP) >/dev/null && apt-get install -y -qq --no-install-recommends $(OFFICE) >/dev/null && exit 0; \
	fi; \
	echo "Chromium, a Chinese font or LibreOffice is missing: apt-get install $(DESKTOP) $(OFFICE)"; \
	[ -z "$$CI" ] || exit 1; \
	echo "The tests that need what is missing are left out."

lint: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) manage.py makemigrations --check --dry-run
	EMBEDDED=0 ALLOWED_HOSTS=coordination.example DATABASE_URL='postgres://coordination@/coordination?host=/run' \
		CELERY_BROKER_URL=redis://broker.example/0 SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(PY) manage.py check --deploy --fail-level WARNING

# The diagrams of docs/procedure.md, as the code declares them; a test holds the two together.
DRAWN := $(addprefix coordination.,Matter Assignment WrittenReport OfficialDocument Filing Extension Suspension) \
	$(addprefix supervision.,UrgeOrder Problem Accountability InspectionRule Recheck PeriodicReport Mandate) \
	$(addprefix dispatch.,DispatchedUnit Appointment Handover RegisteredCase Submission AssignedItem UnitSupportRequest HostMaterial GroupMeeting AgendaItem DutyRule RecurringDuty \
		JointAction JointTask Jurisdiction DirectHandling SupervisionRecord LeaderNotice IntegrityOpinion Advice AdviceRecheck \
		Clue Interference UnitFeedback DualReport CaseReview)

procedure: .venv/.embedded
	$(PY) manage.py procedure $(DRAWN) --format mermaid > docs/procedure.md

# The pictures of the guide and of the README, from the demonstration running at ADDRESS.
pictures: .venv/.dev
	$(PY) docs/pictures/take.py http://$(ADDRESS)

# Everything that an installation without internet lacks, in one folder for a disk; see docs/operation.md.
wheelhouse: assets/.copied
	@rm -rf wheelhouse && mkdir -p wheelhouse/assets
	@$(PY) -m pip download -q --disable-pip-version-check --require-hashes --only-binary :all: \
		--python-version 3.11 --implementation cp $(LINUX) -d wheelhouse/wheels -r requirements/base.txt
	@cp -r assets/vendor wheelhouse/assets/
	@cp requirements/base.txt wheelhouse/
	@cd wheelhouse && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum > SHA256SUMS
	@echo "wheelhouse: $$(ls wheelhouse/wheels | wc -l) wheels for $(MACHINE), $$(du -sh wheelhouse | cut -f1)"

clean:
	rm -rf .venv node_modules assets wheelhouse var .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
