#!/usr/bin/env bash
# Run once by Gradescope, as root, when the image is built.
set -euo pipefail

apt-get update
apt-get install -y python3 python3-venv
python3 -m venv /opt/gdlearn
# For an image that is smaller by gigabytes, install the CPU build of PyTorch first; its install page shows the command.
/opt/gdlearn/bin/pip install /autograder/source/gdlearn-*.whl
