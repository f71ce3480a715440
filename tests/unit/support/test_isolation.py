import os
from pathlib import Path

import platformdirs


def test_nothing_points_at_the_persons_own_folders():
    if os.name == "posix":
        import pwd

        assert Path.home() != Path(pwd.getpwuid(os.getuid()).pw_dir)
        for folder in (platformdirs.user_data_path("x"), platformdirs.user_config_path("x")):
            assert folder.is_relative_to(Path.home())
        assert Path(os.environ["XDG_RUNTIME_DIR"]).stat().st_mode & 0o077 == 0
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
