"""Roles are rows, and what a member has of them is given over all or a part of the work."""

import django.contrib.postgres.fields
import django.db.models.deletion
import moothall.kernel.clock
from django.db import migrations, models


OLD = (
    "DROP FUNCTION IF EXISTS moothall.reach(), moothall.team(), moothall.works_for_all(),"
    " moothall.is_theirs(kernel_matter, uuid, boolean), moothall.roles_held(text, uuid) CASCADE"
)
"""Functions whose shape changes: those of the new one are written after migrating."""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0020_pack_slots'),
    ]

    operations = [
        migrations.RunSQL(OLD, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='membership',
            name='roles',
        ),
        migrations.RemoveField(
            model_name='membership',
            name='team',
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=80)),
                ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('ended_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='kernel.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=moothall.kernel.clock.uuid7, primary_key=True, serialize=False)),
                ('scope', models.CharField(choices=[('organisation', 'Organisation'), ('team', 'Team'), ('service', 'Service'), ('matter', 'Matter')], max_length=12)),
                ('service', models.CharField(default='', max_length=80)),
                ('matter_id', models.UUIDField(null=True)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='kernel.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.person')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.team')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='kernel.role')),
            ],
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.UniqueConstraint(fields=('organisation', 'code'), name='kernel_role_code_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('until_at', None)), fields=['membership'], name='kernel_assignment_live'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('until_at', None)), fields=['role'], name='kernel_assignment_role'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('membership', 'role', 'scope', 'team', 'service', 'matter_id'), name='kernel_assignment_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('matter_id', None), ('scope', 'organisation'), ('service', ''), ('team', None)), models.Q(('matter_id', None), ('scope', 'team'), ('service', ''), ('team__isnull', False)), models.Q(('matter_id', None), ('scope', 'service'), ('team', None), models.Q(('service', ''), _negated=True)), models.Q(('matter_id__isnull', False), ('scope', 'matter'), ('service', ''), ('team', None)), _connector='OR'), name='kernel_assignment_scope'),
        ),
    ]
